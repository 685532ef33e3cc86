import type { LinkColour } from '../stores/focus.ts';

/** What every panel is given by the workspace. */
export interface PanelProps {
  /** Unique within its workspace. */
  readonly panelId: string;
  /** Colour whose symbol it shows; panels without a symbol ignore it. */
  readonly link: LinkColour;
}
