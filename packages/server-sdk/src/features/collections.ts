import { apiKeys, credentials, members } from '../access/index.ts'
import { dataMap } from '../data-map/index.ts'
import { jobs } from '../jobs/index.ts'
import { bots } from './bots/index.ts'
import { contacts } from './contacts/index.ts'
import { conversationEvents, conversations, messages, pseudonyms } from './conversations/index.ts'
import { chunks, documents, originals } from './knowledge/index.ts'
import { teamSlugs, teams } from './team/index.ts'

/** The one data map: every collection that is stored, of every feature. */
export const everything = dataMap([
  teams,
  teamSlugs,
  members,
  credentials,
  apiKeys,
  jobs,
  bots,
  documents,
  originals,
  chunks,
  contacts,
  conversations,
  messages,
  pseudonyms,
  conversationEvents,
])
