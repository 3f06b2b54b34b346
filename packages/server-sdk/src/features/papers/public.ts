import { type PublicPaper, publicPapers } from '@sotto/contracts'
import { notFound } from '../../errors.ts'
import type { PageAnswer } from '../../http/page.ts'
import type { SystemScope, TeamScope } from '../../mongo/index.ts'
import { teamSlugs, teams } from '../team/index.ts'
import { paperVersions } from './declare.ts'
import { titles } from './document/document.ts'
import { renderedFile } from './document/files.ts'
import { paperPage } from './document/page.ts'
import type { PaperFile } from './document/paper-file.ts'
import { newestOf, paperNamed, renderedOf, versionOf } from './service.ts'
import { readEntity } from './settings.ts'

const paths: Readonly<Record<PublicPaper, string>> = {
  'privacy-notice': 'notice',
  'cookie-table': 'cookies',
  'sub-processors': 'sub-processors',
}

/** What anybody may read of a team's papers: what is published of those that are for everybody. */
export interface PublicPapers {
  /** @throws SottoError `not_found` */
  page(slug: string, paper: PublicPaper): Promise<PageAnswer>
  /** @throws SottoError `not_found` */
  file(slug: string, paper: string, of: { format: 'md' | 'pdf'; version?: number | undefined }): Promise<PaperFile>
}

const isPublic = (name: string): name is PublicPaper => (publicPapers as readonly string[]).includes(name)

export function publicPaperPages(system: SystemScope): PublicPapers {
  async function teamOf(slug: string): Promise<{ scope: TeamScope; from: string }> {
    const claim = await system.findById(teamSlugs, slug)
    if (!claim) throw notFound('team')
    const scope = system.team(claim.teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
    const { legalName } = await readEntity(scope)
    return { scope, from: legalName ?? (await scope.collection(teams).get(claim.teamId)).name }
  }

  return {
    async page(slug, paper) {
      const { scope, from } = await teamOf(slug)
      const row = await newestOf(scope, paper)
      if (!row) throw notFound('paper')
      const links: { text: string; href: string; isHere?: boolean }[] = []
      for (const other of publicPapers)
        if (await scope.collection(paperVersions).findOne({ paper: other }))
          links.push({ text: titles[other], href: `/privacy/${slug}/${paths[other]}`, isHere: other === paper })
      const file = `/v1/public-papers/${slug}/${paper}?version=${row.number}&format=`
      const { title, blocks, version } = renderedOf(row, from)
      return paperPage({
        ...{ title, from, blocks, version },
        links: [
          ...links,
          { text: 'Your data and rights', href: `/privacy/${slug}` },
          { text: 'PDF', href: `${file}pdf` },
          { text: 'Markdown', href: `${file}md` },
        ],
      })
    },

    async file(slug, name, { format, version }) {
      const { scope, from } = await teamOf(slug)
      if (!isPublic(name)) throw notFound('paper')
      const paper = paperNamed(name)
      const row = version === undefined ? await newestOf(scope, paper) : await versionOf(scope, paper, version)
      if (!row) throw notFound('paper')
      return renderedFile(format, renderedOf(row, from))
    },
  }
}
