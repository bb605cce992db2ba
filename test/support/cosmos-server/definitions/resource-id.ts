import { z } from 'zod';

/** Of databases and containers ("Azure Cosmos DB service quotas"). */
export const resourceId = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^/\\?#]*[^/\\?# ]$/, 'has a character that no id may have, or ends with a space');
