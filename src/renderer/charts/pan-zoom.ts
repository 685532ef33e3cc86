/** What a hand on the chart asks for. Bars are positive to the right (newer). */
export interface PanZoomActions {
  pan(bars: number): void;
  /** `anchor` is the bar that stays where it is; undefined keeps the newest visible one. */
  zoom(factor: number, anchor?: number): void;
  fit(): void;
  goToStart(): void;
  goToEnd(): void;
  /** Bar position at a horizontal place of the window. */
  positionAt(clientX: number): number;
  barsPerPixel(): number;
  visibleBars(): number;
}

const WHEEL_ZOOM_PER_PIXEL = 0.0016;

/**
 * Wires wheel, drag, double click and keys of an element to a chart: wheel zooms at the pointer, sideways wheel and
 * drag pan, double click fits, arrows pan (with Shift a page), `+` and `−` zoom, Home and End go to the ends.
 * Returns its own off.
 */
export function attachPanZoom(element: HTMLElement, actions: PanZoomActions): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  let dragX: number | null = null;

  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
      const across = (event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX) * unit;
      if (Math.abs(across) > Math.abs(event.shiftKey ? 0 : event.deltaY * unit))
        actions.pan(across * actions.barsPerPixel());
      else {
        const speed = event.ctrlKey ? WHEEL_ZOOM_PER_PIXEL * 4 : WHEEL_ZOOM_PER_PIXEL;
        actions.zoom(
          Math.exp(Math.max(-1, Math.min(1, event.deltaY * unit * speed))),
          actions.positionAt(event.clientX),
        );
      }
    },
    { passive: false, signal },
  );

  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      dragX = event.clientX;
      element.setPointerCapture(event.pointerId);
      element.classList.add('is-dragging');
    },
    { signal },
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      if (dragX === null) return;
      actions.pan((dragX - event.clientX) * actions.barsPerPixel());
      dragX = event.clientX;
    },
    { signal },
  );
  const drop = () => {
    dragX = null;
    element.classList.remove('is-dragging');
  };
  element.addEventListener('pointerup', drop, { signal });
  element.addEventListener('pointercancel', drop, { signal });
  element.addEventListener('dblclick', () => actions.fit(), { signal });
  element.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !pressKey(event, actions)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { signal },
  );
  return () => abort.abort();
}

function pressKey(event: KeyboardEvent, actions: PanZoomActions): boolean {
  const step = actions.visibleBars() * (event.shiftKey ? 0.5 : 0.05);
  switch (event.key) {
    case 'ArrowLeft':
      actions.pan(-step);
      return true;
    case 'ArrowRight':
      actions.pan(step);
      return true;
    case '+':
    case '=':
    case 'ArrowUp':
      actions.zoom(1 / 1.25);
      return true;
    case '-':
    case '_':
    case 'ArrowDown':
      actions.zoom(1.25);
      return true;
    case 'Home':
      actions.goToStart();
      return true;
    case 'End':
      actions.goToEnd();
      return true;
    default:
      return false;
  }
}
