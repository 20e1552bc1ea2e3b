/** Element id of the one search box. */
export const SEARCH_BOX_ID = 'search-box';

/** 检索: puts the cursor into the search box. */
export function focusSearch(): void {
  const box = document.getElementById(SEARCH_BOX_ID);
  if (!(box instanceof HTMLInputElement)) return;
  box.focus();
  box.select();
}
