import { useEffect, useRef } from 'react';
import { whenMap } from '../../../map/handle.ts';
import { usePanels } from '../../../state/panels.ts';
import { useShape } from '../../../state/shape.ts';
import { useTool } from '../../../state/tool.ts';
import type { Coordinates, Cut } from './cut-pieces.ts';

/** 画分割线: gives the map to the pen that cuts; what it has drawn is told once. The map is given back when the screen goes. */
export function useCutting(onCut: (cut: Cut) => void) {
  const drawing = useTool(({ tool }) => tool === 'shape');
  const way = useRef<Cut['way']>('line');
  const tell = useRef(onCut);
  tell.current = onCut;
  useEffect(() => {
    const forget = useShape.subscribe(({ cut }) => {
      if (!cut) return;
      useShape.setState({ cut: null });
      useTool.getState().setTool('none');
      // The sheet was out of the way of the hand.
      usePanels.getState().setSheet('half');
      tell.current({ way: way.current, points: cut });
    });
    return () => {
      forget();
      if (useTool.getState().tool === 'shape') useTool.getState().setTool('none');
      useShape.getState().begin([]);
    };
  }, []);
  return {
    drawing,
    begin: (pieces: readonly Coordinates[], next: Cut['way']) => {
      way.current = next;
      useShape.getState().begin(pieces.flat(), { cutting: next });
      useTool.getState().setTool('shape');
      usePanels.getState().setSheet('peek');
      // Keys go to the map at once.
      void whenMap().then((map) => map.getCanvas().focus());
    },
    stop: () => useTool.getState().setTool('none'),
  };
}
