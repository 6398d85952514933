/** All that a service holds, in one file: `backup({ url, file })`, `restore({ url, file })`. */
export { backup } from './backup.ts';
export { BackupError, type Progress } from './format.ts';
export { restore } from './restore.ts';
export { type BackupJob, createBackupJob } from './schedule.ts';
export { openForBackup, openForRestore } from './where.ts';
