import { useView } from '../state/view.ts';

/** So long after the map has drawn; the first view owes nothing to what comes then. */
const REST_MILLISECONDS = 1000;
/** A map that never finishes holds nothing up for longer than this. */
const LATEST_MILLISECONDS = 15_000;

/** Runs once the first view is there. The returned function gives up waiting. */
export function afterFirstView(run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = ({ loading }: { readonly loading: boolean }) => {
    if (!loading) timer ??= setTimeout(begin, REST_MILLISECONDS);
  };
  const latest = setTimeout(() => begin(), LATEST_MILLISECONDS);
  const forget = useView.subscribe(look);
  const stop = () => {
    forget();
    clearTimeout(latest);
    clearTimeout(timer);
  };
  const begin = () => {
    stop();
    run();
  };
  look(useView.getState());
  return stop;
}
