/** Whether an actor may send one more command now. */
export type RateLimit = { take(actor: string, nowMs: number): boolean };

type Bucket = { tokens: number; atMs: number };

/** One token bucket per actor: `perSecond` on average, `burst` at once. Full buckets are deleted. */
export function createRateLimit({ perSecond, burst }: { perSecond: number; burst: number }): RateLimit {
  const buckets = new Map<string, Bucket>();
  const refilled = (bucket: Bucket, nowMs: number) =>
    Math.min(burst, bucket.tokens + ((nowMs - bucket.atMs) / 1000) * perSecond);

  function forgetFull(nowMs: number): void {
    for (const [actor, bucket] of buckets) if (refilled(bucket, nowMs) >= burst) buckets.delete(actor);
  }

  return {
    take(actor, nowMs) {
      if (buckets.size > 1000) forgetFull(nowMs);
      const bucket = buckets.get(actor) ?? { tokens: burst, atMs: nowMs };
      const tokens = refilled(bucket, nowMs);
      const isAllowed = tokens >= 1;
      buckets.set(actor, { tokens: isAllowed ? tokens - 1 : tokens, atMs: nowMs });
      return isAllowed;
    },
  };
}
