import type { IndicatorDefinition } from '../indicator.ts';
import { abandonedBaby } from './abandoned-baby.ts';
import { advanceBlock } from './advance-block.ts';
import { beltHold } from './belt-hold.ts';
import { breakaway } from './breakaway.ts';
import { closingMarubozu } from './closing-marubozu.ts';
import { concealingBabySwallow } from './concealing-baby-swallow.ts';
import { counterattack } from './counterattack.ts';
import { darkCloudCover } from './dark-cloud-cover.ts';
import { doji } from './doji.ts';
import { dojiStar } from './doji-star.ts';
import { dragonflyDoji } from './dragonfly-doji.ts';
import { engulfing } from './engulfing.ts';
import { eveningDojiStar } from './evening-doji-star.ts';
import { eveningStar } from './evening-star.ts';
import { gapThreeMethods } from './gap-three-methods.ts';
import { gravestoneDoji } from './gravestone-doji.ts';
import { hammer } from './hammer.ts';
import { hangingMan } from './hanging-man.ts';
import { harami } from './harami.ts';
import { haramiCross } from './harami-cross.ts';
import { highWave } from './high-wave.ts';
import { hikkake } from './hikkake.ts';
import { homingPigeon } from './homing-pigeon.ts';
import { identicalThreeCrows } from './identical-three-crows.ts';
import { inNeck } from './in-neck.ts';
import { invertedHammer } from './inverted-hammer.ts';
import { kicking } from './kicking.ts';
import { kickingByLength } from './kicking-by-length.ts';
import { ladderBottom } from './ladder-bottom.ts';
import { longLeggedDoji } from './long-legged-doji.ts';
import { longLine } from './long-line.ts';
import { marubozu } from './marubozu.ts';
import { matHold } from './mat-hold.ts';
import { matchingLow } from './matching-low.ts';
import { modifiedHikkake } from './modified-hikkake.ts';
import { morningDojiStar } from './morning-doji-star.ts';
import { morningStar } from './morning-star.ts';
import { onNeck } from './on-neck.ts';
import { piercing } from './piercing.ts';
import { rickshawMan } from './rickshaw-man.ts';
import { risingAndFallingThreeMethods } from './rising-and-falling-three-methods.ts';
import { separatingLines } from './separating-lines.ts';
import { shootingStar } from './shooting-star.ts';
import { shortLine } from './short-line.ts';
import { sideBySideWhiteLines } from './side-by-side-white-lines.ts';
import { spinningTop } from './spinning-top.ts';
import { stalledPattern } from './stalled-pattern.ts';
import { stickSandwich } from './stick-sandwich.ts';
import { takuri } from './takuri.ts';
import { tasukiGap } from './tasuki-gap.ts';
import { threeBlackCrows } from './three-black-crows.ts';
import { threeInside } from './three-inside.ts';
import { threeLineStrike } from './three-line-strike.ts';
import { threeOutside } from './three-outside.ts';
import { threeStarsInTheSouth } from './three-stars-in-the-south.ts';
import { threeWhiteSoldiers } from './three-white-soldiers.ts';
import { thrusting } from './thrusting.ts';
import { tristar } from './tristar.ts';
import { twoCrows } from './two-crows.ts';
import { uniqueThreeRiver } from './unique-three-river.ts';
import { upsideGapTwoCrows } from './upside-gap-two-crows.ts';

/** Every indicator of the kind `patterns`, by name. */
export const PATTERNS_INDICATORS: readonly IndicatorDefinition[] = [
  abandonedBaby,
  advanceBlock,
  beltHold,
  breakaway,
  closingMarubozu,
  concealingBabySwallow,
  counterattack,
  darkCloudCover,
  dojiStar,
  doji,
  dragonflyDoji,
  engulfing,
  eveningDojiStar,
  eveningStar,
  gapThreeMethods,
  gravestoneDoji,
  hammer,
  hangingMan,
  haramiCross,
  harami,
  highWave,
  hikkake,
  homingPigeon,
  identicalThreeCrows,
  inNeck,
  invertedHammer,
  kickingByLength,
  kicking,
  ladderBottom,
  longLeggedDoji,
  longLine,
  marubozu,
  matHold,
  matchingLow,
  modifiedHikkake,
  morningDojiStar,
  morningStar,
  onNeck,
  piercing,
  rickshawMan,
  risingAndFallingThreeMethods,
  separatingLines,
  shootingStar,
  shortLine,
  sideBySideWhiteLines,
  spinningTop,
  stalledPattern,
  stickSandwich,
  takuri,
  tasukiGap,
  threeBlackCrows,
  threeInside,
  threeLineStrike,
  threeOutside,
  threeStarsInTheSouth,
  threeWhiteSoldiers,
  thrusting,
  tristar,
  twoCrows,
  uniqueThreeRiver,
  upsideGapTwoCrows,
];
