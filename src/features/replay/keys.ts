/** The keys of a replay, as the page lists them. */
export const REPLAY_KEYS: [string[], string][] = [
  [['space'], 'Play or pause'],
  [['←', '→'], 'One entry back, one on'],
  [['shift ←', 'shift →'], 'Previous, next marker: kill, refusal, warning, setting, prediction, comment'],
  [['home', 'end'], 'To the beginning, to the end'],
  [['v'], 'What if: a new variation from here'],
  [['c'], 'Comment at this entry'],
  [['f'], 'Follow the leader, or go private'],
  [['?'], 'These keys'],
];
