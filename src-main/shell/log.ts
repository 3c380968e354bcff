import { join } from 'node:path';
import log from 'electron-log/node';

/** The program's own log: what went wrong, never what a record says. */
export interface Log {
  info(text: string): void;
  error(text: string): void;
}

/** Writes to `logs/countersign.log` below `folder` (1 MiB, one older file is kept). */
export const createLog = (folder: string): Log => {
  const logger = log.create({ logId: 'countersign' });
  logger.transports.console.level = false;
  logger.transports.file.level = 'info';
  logger.transports.file.maxSize = 1024 * 1024;
  logger.transports.file.resolvePathFn = () => join(folder, 'logs', 'countersign.log');
  return { info: (text) => logger.info(text), error: (text) => logger.error(text) };
};
