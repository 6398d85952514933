/** The public surface of the handbook, on one page. Content only: nothing here decides anything about a machine. */
export { kernelName } from './availability.ts';
export { GLOSSARY, type GlossaryTerm } from './glossary.ts';
export { findKernelPage, KERNEL_PAGES, type KernelPage, kernelSpec, kernelStory, STORY_OF_ALL } from './kernels.ts';
export type { Lab, LabPrompt, LabStep, LabVariant, StoryLine } from './lab.ts';
export { labAvailability, machineSpecOf, startableVariants, wordPrompts } from './lab.ts';
export { findLab, LABS } from './labs/index.ts';
export { playStory } from './play.ts';
export { RECORDINGS, type Recording } from './recordings.ts';
