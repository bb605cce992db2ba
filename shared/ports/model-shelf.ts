import type { EncoderModel } from '../domain/encoder-model.js';

/** What of a model came in, in bytes. */
export type FetchReport = (doneBytes: number, totalBytes: number) => void;

/** Where the files of learned encoders lie, and how they come there. */
export interface ModelShelf {
  /** Models that can be asked for, by name. Throws `invalid` for a list that cannot be read. */
  models(): Promise<readonly EncoderModel[]>;
  /**
   * The folder that holds a model's files, each at its path and with the hash that it must have. Throws `unavailable`
   * naming the first that is missing or another one. Touches no network.
   */
  locate(model: EncoderModel): Promise<string>;
  /**
   * Brings in what is missing, going on where an earlier call was stopped; false where nothing was. Throws `unavailable`
   * where the hub or the disk fails, `conflict` for a file that is not the one it should be, which is thrown away.
   */
  fetch(model: EncoderModel, report: FetchReport, signal?: AbortSignal): Promise<boolean>;
}
