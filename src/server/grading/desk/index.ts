/** The grading desk: its queue, one row at a time, and what graders save. Names are hidden until a grader asks for them. */
export { rowIdOf } from './assignment.ts';
export { deskQueue, openDesk } from './open.ts';
export { addRemark, listRemarks, removeRemark } from './remarks.ts';
export { reveal, type Saved, savePoints, setFlag } from './save.ts';
export { deskSheet, partLog } from './sheet.ts';
