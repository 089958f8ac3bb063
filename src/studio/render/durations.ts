/** A length of time for people: `14 s`, `2 min 5 s`, `1 h 12 min`, `2 days 3 h`. @param seconds ≥ 0 */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 10 && whole % 60 > 0) return `${minutes} min ${whole % 60} s`;
  const rounded = Math.round(whole / 60);
  if (rounded < 60) return `${rounded} min`;
  const hours = Math.floor(rounded / 60);
  if (hours < 48) return rounded % 60 === 0 ? `${hours} h` : `${hours} h ${rounded % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} days` : `${days} days ${hours % 24} h`;
}

/** The time of day some seconds from now, with the day where that is not today: `22:40`, `Tue 03:10`. */
export function clockTime(now: Date, seconds: number): string {
  const then = new Date(now.getTime() + seconds * 1000);
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(then);
  if (then.toDateString() === now.toDateString()) return time;
  return `${new Intl.DateTimeFormat('en-GB', { weekday: 'short' }).format(then)} ${time}`;
}

/** Evaluations a second, with as many digits as one can read at a glance. */
export function formatRate(rate: number): string {
  return rate >= 10 ? rate.toFixed(0) : rate.toPrecision(2);
}
