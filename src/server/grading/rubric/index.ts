/** The workbench of rubrics: versions of an assignment's rubric, tried on logs before they count. */
export { openRubric, rubricVersion } from './open.ts';
export { previewRubric, publishRubric } from './publish.ts';
export { tryItem, tryText } from './tryOut.ts';
