/** How the forecasts are made. */
export interface MlModelsConfig {
  /** Newest closes a forecast learns from. */
  readonly windowBars: number;
  /** Share of the window, at its end, that is kept from fitting and used to judge it. */
  readonly holdoutShare: number;
  /** With fewer closes there is no forecast. */
  readonly windowBarsMin: number;
  /** How far ahead decisions look. */
  readonly decisionHorizonBars: number;
  /** Closes a training task looks at. */
  readonly trainingBars: number;
}

export const mlModelsDefaults: MlModelsConfig = {
  windowBars: 250,
  holdoutShare: 0.2,
  windowBarsMin: 40,
  decisionHorizonBars: 5,
  trainingBars: 1_500,
};
