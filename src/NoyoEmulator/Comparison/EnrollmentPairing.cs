namespace NoyoEmulator.Comparison;

/// <summary>An enrollment on the platform's side and the carrier's enrollment taken to be the same.</summary>
internal sealed record EnrollmentPair(EnrollmentRecord Platform, EnrollmentRecord Carrier);

/// <summary>
/// Which of a person's enrollments at a carrier are the same on both sides. Carriers do not know the platform's ids, so
/// likeness decides (inferred). Every enrollment occurs exactly once; each list is in order of line of coverage and start.
/// </summary>
/// <param name="Pairs">The enrollments that both sides have.</param>
/// <param name="OnlyPlatform">The enrollments that the carrier lacks.</param>
/// <param name="OnlyCarrier">The enrollments that the platform lacks.</param>
internal sealed record EnrollmentPairing(
    IReadOnlyList<EnrollmentPair> Pairs,
    IReadOnlyList<EnrollmentRecord> OnlyPlatform,
    IReadOnlyList<EnrollmentRecord> OnlyCarrier)
{
    /// <summary>The ways in which two enrollments in one line can be alike, the most telling first.</summary>
    private static readonly IReadOnlyList<Func<EnrollmentRecord, EnrollmentRecord, bool>> Likenesses =
    [
        (platform, carrier) => PlanIdentity.AreSame(platform, carrier) && platform.EffectiveStartDate == carrier.EffectiveStartDate,
        PlanIdentity.AreSame,
        (platform, carrier) => true,
    ];

    public static EnrollmentPairing Of(IReadOnlyList<EnrollmentRecord> platform, IReadOnlyList<EnrollmentRecord> carrier)
    {
        var onlyPlatform = InOrder(platform);
        var onlyCarrier = InOrder(carrier);
        var pairs = new List<EnrollmentPair>();

        // Coverage finds its like among coverage first; a waived enrollment only takes what is left.
        foreach (var waivedToo in new[] { false, true })
        {
            foreach (var alike in Likenesses)
                pairs.AddRange(TakeAlike(onlyPlatform, onlyCarrier, waivedToo, alike));
        }

        IReadOnlyList<EnrollmentPair> ordered =
        [
            .. pairs.OrderBy(pair => Line(pair.Platform), StringComparer.Ordinal).ThenBy(pair => pair.Platform.EffectiveStartDate),
        ];
        return new EnrollmentPairing(ordered, onlyPlatform, onlyCarrier);
    }

    /// <summary>Takes enrollments that are alike out of both lists, the earliest first.</summary>
    private static List<EnrollmentPair> TakeAlike(
        List<EnrollmentRecord> platform,
        List<EnrollmentRecord> carrier,
        bool waivedToo,
        Func<EnrollmentRecord, EnrollmentRecord, bool> alike)
    {
        var taken = new List<EnrollmentPair>();
        foreach (var own in platform.Where(IsTakable).ToList())
        {
            if (carrier.Find(other => IsTakable(other) && Line(own) == Line(other) && alike(own, other)) is { } match)
            {
                taken.Add(new EnrollmentPair(own, match));
                platform.Remove(own);
                carrier.Remove(match);
            }
        }

        return taken;

        bool IsTakable(EnrollmentRecord enrollment) => waivedToo || !enrollment.IsWaived;
    }

    private static List<EnrollmentRecord> InOrder(IEnumerable<EnrollmentRecord> enrollments) =>
    [
        .. enrollments.OrderBy(Line, StringComparer.Ordinal)
            .ThenBy(enrollment => enrollment.EffectiveStartDate)
            .ThenBy(enrollment => enrollment.EffectiveEndDate)
            .ThenBy(enrollment => enrollment.Volume),
    ];

    private static string Line(EnrollmentRecord enrollment) => Notation.Words.Canonical(enrollment.LineOfCoverage);
}
