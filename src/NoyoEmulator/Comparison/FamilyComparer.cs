namespace NoyoEmulator.Comparison;

/// <summary>
/// Compares what the platform sent with what a carrier holds. Every difference the emulator raises comes from here: none is
/// scripted, so a change on either side always brings the differences that follow from it.
/// </summary>
public static class FamilyComparer
{
    /// <summary>Everything on which the two sides disagree about one family at one carrier.</summary>
    /// <param name="platform">The family as the platform wants it to be; each enrollment has its id.</param>
    /// <param name="carrier">The family as the carrier has recorded it.</param>
    /// <returns>
    /// The employee's mismatches, then each dependent's by id; for one person in the order of the
    /// <see cref="DifferenceCatalogue"/>, then by line of coverage. No two have the same key.
    /// </returns>
    /// <exception cref="ArgumentException">A person occurs twice on one side, or an enrollment of the platform has no id.</exception>
    public static IReadOnlyList<Mismatch> Compare(IReadOnlyList<MemberRecord> platform, IReadOnlyList<MemberRecord> carrier) =>
        [.. MemberPair.Of(platform, carrier).SelectMany(Compare)];

    private static IEnumerable<Mismatch> Compare(MemberPair member)
    {
        var enrollments = EnrollmentPairing.Of(member.Platform?.Enrollments ?? [], member.Carrier?.Enrollments ?? []);
        return
        [
            .. NewHire(member),
            .. MissingFromCarrier(member, enrollments.OnlyPlatform),
            .. MissingFromPlatform(member, enrollments.OnlyCarrier),
            .. DifferenceCatalogue.FieldMismatches.SelectMany(type => type.ObjectTypes.Contains(ObjectType.IndividualEnrollment)
                ? EnrollmentMismatches(type, member, enrollments.Pairs)
                : PersonMismatches(type, member)),
        ];
    }

    private static IEnumerable<Mismatch> NewHire(MemberPair member) =>
        member is { Carrier: null, ObjectType: ObjectType.Employee, IsCovered: true }
            ? [AboutPerson(DifferenceCatalogue.NewHire, member, "", OnlyAtPlatform(MissingObject.Of(member.Person)))]
            : [];

    private static IEnumerable<Mismatch> MissingFromCarrier(MemberPair member, IEnumerable<EnrollmentRecord> enrollments) =>
        from enrollment in enrollments
        where !enrollment.IsWaived
        let discriminator = $"{enrollment.LineOfCoverage}:{IdOf(enrollment)}"
        let field = OnlyAtPlatform(MissingObject.Of(member.Person, enrollment))
        select AboutPerson(DifferenceCatalogue.EnrollmentMissingFromCarrier, member, discriminator, field) with { EnrollmentId = IdOf(enrollment) };

    // The carrier knows no ids, so records that are alike in line, plan and start are told apart by their number.
    private static IEnumerable<Mismatch> MissingFromPlatform(MemberPair member, IEnumerable<EnrollmentRecord> enrollments) =>
        from enrollment in enrollments
        where !enrollment.IsWaived
        group enrollment by LinePlanAndStart(enrollment) into alike
        from numbered in alike.Index()
        let discriminator = numbered.Index == 0 ? alike.Key : $"{alike.Key}#{numbered.Index + 1}"
        let field = OnlyAtCarrier(MissingObject.Of(member.Person, numbered.Item))
        select AboutPerson(DifferenceCatalogue.EnrollmentMissingFromPlatform, member, discriminator, field);

    private static IEnumerable<Mismatch> EnrollmentMismatches(
        DifferenceType type, MemberPair member, IEnumerable<EnrollmentPair> pairs) =>
        from pair in pairs
        where !(pair.Platform.IsWaived && pair.Carrier.IsWaived)
        let fields = Differing(type, EnrollmentFields.ByKey, pair.Platform, pair.Carrier)
        where fields.Count > 0
        let key = new MismatchKey(type.Name, type.Classification, ObjectType.IndividualEnrollment, IdOf(pair.Platform), "")
        select new Mismatch(key, type.Impact, member.Person.IndividualId, fields) { EnrollmentId = key.ObjectId };

    // A missing person is one difference, not one per value; and nobody minds the address of someone without coverage.
    private static IEnumerable<Mismatch> PersonMismatches(DifferenceType type, MemberPair member) =>
        member is { Platform: { } platform, Carrier: { } carrier, IsCovered: true }
        && type.ObjectTypes.Contains(member.ObjectType)
        && Differing(type, MemberFields.ByKey, platform, carrier) is { Count: > 0 } fields
            ? [AboutPerson(type, member, "", fields)]
            : [];

    private static IReadOnlyList<FieldDifference> Differing<T>(
        DifferenceType type, IReadOnlyDictionary<string, FieldComparison<T>> comparisons, T platform, T carrier) =>
        [.. type.Keys.SelectMany(key => comparisons[key](key, platform, carrier))];

    private static Mismatch AboutPerson(
        DifferenceType type, MemberPair member, string discriminator, params IReadOnlyList<FieldDifference> fields)
    {
        var id = member.Person.IndividualId;
        return new Mismatch(new MismatchKey(type.Name, type.Classification, member.ObjectType, id, discriminator), type.Impact, id, fields);
    }

    private static FieldDifference OnlyAtPlatform(string value) => new(DifferenceCatalogue.ObjectKey, value, null);

    private static FieldDifference OnlyAtCarrier(string value) => new(DifferenceCatalogue.ObjectKey, null, value);

    private static string LinePlanAndStart(EnrollmentRecord enrollment)
    {
        var plan = PlainText.Of(enrollment.PlanId) ?? Notation.Words.Canonical(enrollment.PlanName);
        return $"{enrollment.LineOfCoverage}:{plan}:{PlainText.Of(enrollment.EffectiveStartDate)}";
    }

    private static Guid IdOf(EnrollmentRecord enrollment) =>
        enrollment.Id ?? throw new ArgumentException("An enrollment on the platform's side has no id.", nameof(enrollment));
}
