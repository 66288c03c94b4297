/** The two names under which main and a page talk; what is said is in the contract's table. */
export const callChannel = 'naviterm:call';
export const eventChannel = 'naviterm:event';
