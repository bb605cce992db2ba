import type { ServerResponse } from 'node:http';
import { AppError } from '../../../../shared/domain/errors.js';
import { refusedUnits } from '../operation/request-units.js';
import type { Reply } from './call.js';
import { ServiceError } from './service-error.js';

export function send(response: ServerResponse, reply: Reply, activityId: string): void {
  const { status, headers = {}, body, requestUnits } = reply;
  response.writeHead(status, { ...common(activityId, requestUnits), ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

/** What is no refusal of ours is a fault of the server: 500, with its text. */
export function sendError(response: ServerResponse, error: unknown, activityId: string): void {
  if (response.headersSent || response.destroyed) return;
  const refused = refusal(error);
  const { status, code, message, details } = refused;
  const { subStatus, headers = {}, body = {} } = details;
  response.writeHead(status, {
    ...common(activityId, refusedUnits(refused)),
    ...(subStatus === undefined ? {} : { 'x-ms-substatus': String(subStatus) }),
    ...headers,
  });
  const text = `${message}\r\nActivityId: ${activityId}`;
  response.end(JSON.stringify({ code, message: text, ...body }));
}

function refusal(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  const isRefusedText = error instanceof AppError && error.code === 'invalid';
  if (isRefusedText) return new ServiceError(400, error.message);
  return new ServiceError(500, error instanceof Error ? `${error.stack}` : String(error));
}

const common = (activityId: string, requestUnits: number) => ({
  'content-type': 'application/json',
  'x-ms-activity-id': activityId,
  'x-ms-request-charge': String(requestUnits),
  'x-ms-version': '2020-07-15',
  'x-ms-gatewayversion': 'version=2.14.0',
});
