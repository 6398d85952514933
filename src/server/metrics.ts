import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = {
  registry: Registry;
  requests: Histogram<'kind' | 'status'>;
  entries: Counter;
  refusedLogins: Counter;
};

type Gauges = { rooms(): number; sockets(): number; processes(): number; isReached(): boolean };

export function createMetrics(gauges: Gauges): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  gauge(registry, { name: 'overcommit_rooms', help: 'Machines in memory.', read: gauges.rooms });
  gauge(registry, { name: 'overcommit_sockets', help: 'Connected screens.', read: gauges.sockets });
  gauge(registry, {
    name: 'overcommit_processes',
    help: 'Processes of this service heard of in the last seconds, with this one.',
    read: gauges.processes,
  });
  gauge(registry, {
    name: 'overcommit_redis_up',
    help: '1: this process and the others hear of each other, or it is the only one.',
    read: () => Number(gauges.isReached()),
  });
  return {
    registry,
    requests: new Histogram({
      name: 'overcommit_http_request_seconds',
      help: 'Time to answer, by kind of request.',
      labelNames: ['kind', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [registry],
    }),
    entries: new Counter({ name: 'overcommit_entries_total', help: 'Entries committed here.', registers: [registry] }),
    refusedLogins: new Counter({
      name: 'overcommit_logins_limited_total',
      help: 'Log-ins refused by the limits.',
      registers: [registry],
    }),
  };
}

function gauge(registry: Registry, { name, help, read }: { name: string; help: string; read: () => number }): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}
