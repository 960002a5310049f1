export const tickWorkflow = 'tick';
export const tickScheduleId = 'tick';
/** Temporal adds the time of the action to it. */
export const tickId = 'tick/all';
