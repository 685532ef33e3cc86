/** What a tone tells: an alert is higher and longer than a fill. */
const TONES = {
  alert: { hertz: 880, seconds: 0.18 },
  fill: { hertz: 523, seconds: 0.09 },
} as const;
let context: AudioContext | undefined;

/** A short soft tone. Silent where the page may not make a sound yet. */
export function playTone(kind: keyof typeof TONES): void {
  if (typeof AudioContext === 'undefined') return;
  // A page that nobody has touched may not make a sound, and is blamed for trying.
  if (navigator.userActivation?.hasBeenActive === false) return;
  context ??= new AudioContext();
  const { currentTime, destination } = context;
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  const { hertz, seconds } = TONES[kind];
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0.12, currentTime);
  gain.gain.exponentialRampToValueAtTime(0.001, currentTime + seconds);
  oscillator.connect(gain).connect(destination);
  oscillator.start();
  oscillator.stop(currentTime + seconds);
}
