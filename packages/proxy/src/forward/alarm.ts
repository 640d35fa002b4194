/** Rings once nobody has put it off for some time. */
export interface Alarm {
  /** Puts it off, and on if it was off. */
  readonly postpone: () => void;
  /** Off, until it is put off the next time. */
  readonly pause: () => void;
  /** Off for good. */
  readonly stop: () => void;
}

const silent: Alarm = { postpone() {}, pause() {}, stop() {} };

/** @param milliseconds null for an alarm that never rings */
export function createAlarm(milliseconds: number | null, ring: () => void): Alarm {
  if (milliseconds === null) return silent;
  let isOn = true;
  let isStopped = false;
  const timer = setTimeout(() => {
    if (isOn) ring();
  }, milliseconds);
  return {
    postpone() {
      if (isStopped) return;
      isOn = true;
      timer.refresh();
    },
    pause() {
      isOn = false;
    },
    stop() {
      isStopped = true;
      isOn = false;
      clearTimeout(timer);
    },
  };
}
