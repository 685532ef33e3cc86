const TONE_HZ = 880;
const TONE_SECONDS = 0.18;
let context: AudioContext | undefined;

/** A short soft tone. Silent where the page may not make a sound yet. */
export function playTone(): void {
  if (typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  const { currentTime, destination } = context;
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = TONE_HZ;
  gain.gain.setValueAtTime(0.12, currentTime);
  gain.gain.exponentialRampToValueAtTime(0.001, currentTime + TONE_SECONDS);
  oscillator.connect(gain).connect(destination);
  oscillator.start();
  oscillator.stop(currentTime + TONE_SECONDS);
}
