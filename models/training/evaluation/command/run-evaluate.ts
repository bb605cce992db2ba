import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Config } from '../../../../shared/config.js';
import { AppError } from '../../../../shared/domain/errors.js';
import type { ModelName } from '../../../../shared/domain/ranking.js';
import type { DatasetFormat } from '../../../../shared/ports/dataset.js';
import type { Clock, Progress } from '../../../../shared/ports/runtime.js';
import type { Trainer } from '../../../../shared/ports/training.js';
import { isShopFolder, readData } from '../data/read-data.js';
import { evaluateModels } from '../evaluate-models.js';
import type { Evaluation } from '../evaluation.js';
import { usualSplit } from '../protocols/protocol.js';
import { protocols } from '../protocols/protocols.js';
import { evaluationPage } from '../report/html/page.js';
import { describeEvaluation } from '../report/text-report.js';
import { type EvaluateRequest, parseEvaluateArguments, UsageError } from './arguments.js';
import { describeUsage } from './usage.js';

export interface EvaluateCommand {
  readonly config: Pick<Config, 'dataDir' | 'eventTypes'>;
  readonly formats: readonly DatasetFormat[];
  readonly trainers: ReadonlyMap<ModelName, Trainer>;
  /** The folder that relative paths start from. */
  readonly folder: string;
  readonly progress: Progress;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** Of more the newest are read: columns and names of so many take about 2 GB. */
const maxEvents = 20_000_000;
const counting: readonly ModelName[] = ['popular', 'co-visitation', 'session-knn'];
const mixers: readonly ModelName[] = ['session', 'blend'];

/** Runs the command line and gives the exit status: 0 done, 1 failed, 2 asked wrongly, 130 stopped by the user. */
export async function runEvaluate(
  given: readonly string[],
  command: EvaluateCommand,
): Promise<number> {
  try {
    return await answer(given, command);
  } catch (error) {
    if (command.signal.aborted) {
      command.complain('tastemaker: stopped; nothing was written.');
      return 130;
    }
    if (!(error instanceof AppError || error instanceof UsageError)) throw error;
    command.complain(`tastemaker: ${error.message}`);
    return error instanceof UsageError ? 2 : 1;
  } finally {
    command.progress.end();
  }
}

async function answer(given: readonly string[], command: EvaluateCommand): Promise<number> {
  const models = [...counting, ...command.trainers.keys(), ...mixers];
  const offers = { formats: command.formats, protocols, models };
  const request = parseEvaluateArguments(given, offers);
  if (request.kind === 'help') {
    command.print(describeUsage(offers));
    return 0;
  }
  const evaluation = await evaluate(request, command);
  command.progress.end();
  command.print(describeEvaluation(evaluation));
  if (evaluation.models.length === 0 || evaluation.protocol.cases === 0) return 1;
  command.print(`\n${write(evaluation, resolve(command.folder, request.out)).join('\n')}`);
  return 0;
}

type Job = Extract<EvaluateRequest, { kind: 'evaluate' }>;

async function evaluate(request: Job, command: EvaluateCommand): Promise<Evaluation> {
  const { config, progress, signal, folder } = command;
  const asked = request.paths.length > 0 ? request.paths : [config.dataDir];
  const paths = asked.map((path) => resolve(folder, path));
  demandFormat(paths, request);
  const checkpointFor = (stage: string) => async (done: number, total: number, note?: string) => {
    progress.report(stage, done, total > 0 ? total : undefined, note);
    await setImmediate();
    signal.throwIfAborted();
  };
  const { format, defaultType, maxCases, minutes, seed, ...rest } = request;
  const { set, rejectedRows } = await readData({
    ...{
      paths,
      eventTypes: config.eventTypes,
      maxEvents,
      checkpointFor,
      importedAt: command.clock(),
    },
    ...(format && { format }),
    options: defaultType === undefined ? {} : { defaultType },
  });
  const judged = await evaluateModels(set, {
    ...rest,
    ...{ maxCases, checkpointFor, signal, trainers: command.trainers },
    split: { ...usualSplit, seed },
    ...(minutes !== undefined && { timeLimitMs: minutes * 60_000 }),
  });
  const data = {
    source: paths.map((path) => basename(path)).join(', '),
    ...{ items: set.items.length, shoppers: set.shoppers.ids.length },
    ...{ events: set.events.item.length, rejectedRows },
  };
  return { ...judged, data };
}

function demandFormat(paths: readonly string[], { format }: Job): void {
  const stranger = paths.find((path) => !isShopFolder(path));
  if (format !== undefined || stranger === undefined) return;
  throw new UsageError(
    `${stranger} holds no shop (no store.db); for files say their --format, for a shop name its DATA_DIR`,
  );
}

function write(evaluation: Evaluation, folder: string): readonly string[] {
  const files = {
    'evaluation.json': `${JSON.stringify(evaluation, undefined, 2)}\n`,
    'evaluation.html': evaluationPage(evaluation),
  };
  mkdirSync(folder, { recursive: true });
  return Object.entries(files).map(([name, content]) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  });
}
