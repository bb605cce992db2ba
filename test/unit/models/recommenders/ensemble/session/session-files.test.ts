import { describe, expect, it } from 'vitest';
import {
  readSession,
  writeSession,
} from '../../../../../../models/recommenders/ensemble/session/session-files.js';

const fileOf = (content: string) => new Map([['session.json', new TextEncoder().encode(content)]]);

describe('the files of a session model', () => {
  it('give back what they were made of', () => {
    const parts = { learned: ['clicks', 'orders'] as const, graph: Uint8Array.of(1) };
    expect(readSession(writeSession(parts))).toEqual(parts);
    expect(readSession(writeSession({ learned: [] }))).toEqual({ learned: [] });
  });

  it.each([
    ['nothing at all', new Map(), 'not JSON'],
    ['no JSON', fileOf('{'), 'not JSON'],
    ['another format', fileOf('{"format":2}'), 'expected format 1'],
    ['other features', fileOf('{"format":1,"features":3,"learned":[]}'), 'with 3 features'],
    ['no graph', writeSession({ learned: ['clicks'] }), 'session.onnx is missing'],
  ])('are refused with %s', (_, files, complaint) => {
    expect(() => readSession(files)).toThrow(complaint);
  });
});
