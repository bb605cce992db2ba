/** `queue-lag` as Prometheus writes it. */
export const metricName = (name: string): string => name.replaceAll(/\W+/g, '_').slice(0, 100);
