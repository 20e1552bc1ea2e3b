/** 班组颜色 0–7: told apart by colour-blind people too (after Okabe and Ito); on the map and in lists a number or a name stands beside each. */
export const crewColours: readonly { readonly light: string; readonly dark: string }[] = [
  { light: '#0060a8', dark: '#6cb8f5' },
  { light: '#b34a00', dark: '#f59a55' },
  { light: '#00704f', dark: '#3fcf9f' },
  { light: '#9a3f78', dark: '#e79ac8' },
  { light: '#6b5200', dark: '#e9c94a' },
  { light: '#1d6f8a', dark: '#7fd4ee' },
  { light: '#3a3f44', dark: '#c7ced4' },
  { light: '#5a3fa0', dark: '#c0a8ff' },
];
