/** Rings once nobody has put it off for some time. It is off at first. */
export interface Alarm {
  /** Puts it off, and on if it was off. */
  readonly postpone: () => void;
  /** Puts it off if it is on. */
  readonly renew: () => void;
  /** Off, until it is put off the next time. */
  readonly pause: () => void;
  /** Off for good. */
  readonly stop: () => void;
}

const silent: Alarm = { postpone() {}, renew() {}, pause() {}, stop() {} };

/** @param milliseconds null for an alarm that never rings */
export function createAlarm(milliseconds: number | null, ring: () => void): Alarm {
  if (milliseconds === null) return silent;
  let isOn = false;
  let isStopped = false;
  // NB: Most are never put on: an answer that is there at once is not waited for.
  let timer: NodeJS.Timeout | null = null;

  function onTime(): void {
    if (isOn) ring();
  }

  return {
    postpone() {
      if (isStopped) return;
      isOn = true;
      if (timer === null) timer = setTimeout(onTime, milliseconds);
      else timer.refresh();
    },
    renew() {
      if (isOn) timer?.refresh();
    },
    pause() {
      isOn = false;
    },
    stop() {
      isStopped = true;
      isOn = false;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
