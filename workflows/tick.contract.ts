/** Seconds between two ticks: nothing that is due is started sooner than the next one. */
export const tickSeconds = 10;

export const tickWorkflow = 'tick';
export const tickScheduleId = 'tick';
/** Temporal adds the time of the action to it. */
export const tickId = 'tick/all';
