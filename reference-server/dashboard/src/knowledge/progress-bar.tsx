/** A bar with its share in figures beside it; without a share it only says that something is going on. */
export const ProgressBar = ({ share, label }: { share: number | null; label: string }) => (
  <span class="progress">
    {share === null ? (
      <progress aria-label={label} />
    ) : (
      <>
        <progress aria-label={label} max={100} value={Math.round(share * 100)} />
        <span class="figure">{Math.round(share * 100)} %</span>
      </>
    )}
  </span>
)
