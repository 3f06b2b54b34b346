export const contractEndKind = 'team.end'
