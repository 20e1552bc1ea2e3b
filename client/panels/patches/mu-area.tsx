import { useAreaText } from '../../ui/area.tsx';

/** 图斑面积: in 亩, as this work counts; the tooltip says m². */
export function MuArea({ value }: { readonly value: number }) {
  const text = useAreaText();
  return (
    <span className="area" title={text(value, { use: 'table', unit: 'm2' })}>
      {text(value, { use: 'table', unit: 'mu' })}
    </span>
  );
}

export function useMuText(): (value: number) => string {
  const text = useAreaText();
  return (value) => text(value, { use: 'table', unit: 'mu' });
}
