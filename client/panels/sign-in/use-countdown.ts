import { useEffect, useState } from 'react';
import { ApiProblem } from '../../api/problem.ts';

/** Seconds until a refusal ends by itself (429 and lock-out), counted down; 0 when there is nothing to wait for. */
export function useCountdown(error: unknown): number {
  const wait = error instanceof ApiProblem ? (error.body.retryAfter ?? 0) : 0;
  const [left, setLeft] = useState({ error, seconds: wait });
  const seconds = left.error === error ? left.seconds : wait;
  useEffect(() => {
    setLeft({ error, seconds: wait });
    if (wait <= 0) return;
    const end = performance.now() + wait * 1000;
    const timer = setInterval(() => {
      const rest = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      setLeft({ error, seconds: rest });
      if (rest === 0) clearInterval(timer);
    }, 500);
    return () => clearInterval(timer);
  }, [error, wait]);
  return seconds;
}

/** `m:ss`, or `h:mm:ss`. */
export function clockText(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${minutes}:${two(Math.floor(seconds % 60))}`;
}
