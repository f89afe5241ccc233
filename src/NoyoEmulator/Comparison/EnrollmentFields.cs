using System.Collections.Frozen;

namespace NoyoEmulator.Comparison;

/// <summary>How each value of an enrollment is read and compared, by the key it is reported under.</summary>
internal static class EnrollmentFields
{
    public static FrozenDictionary<string, FieldComparison<EnrollmentRecord>> ByKey { get; } =
        new Dictionary<string, FieldComparison<EnrollmentRecord>>
        {
            ["effective_start_date"] = Exact(enrollment => PlainText.Of(enrollment.EffectiveStartDate)),
            ["effective_end_date"] = Exact(enrollment => PlainText.Of(enrollment.EffectiveEndDate)),
            ["plan_id"] = ComparePlanId,
            ["plan_name"] = ComparePlanName,
            ["volume"] = Exact(enrollment => PlainText.Of(enrollment.Volume)),
            ["cobra_details.cobra_enrolled"] = As(Notation.Flag, enrollment => PlainText.Of(enrollment.CobraDetails?.CobraEnrolled)),
            ["cobra_details.eligibility_start_date"] = Exact(enrollment => PlainText.Of(enrollment.CobraDetails?.EligibilityStartDate)),
            ["cobra_details.eligibility_end_date"] = Exact(enrollment => PlainText.Of(enrollment.CobraDetails?.EligibilityEndDate)),
            ["cobra_details.qualifying_event_date"] = Exact(enrollment => PlainText.Of(enrollment.CobraDetails?.QualifyingEventDate)),
            ["cobra_details.qualifying_event_reason"] = Words(enrollment => enrollment.CobraDetails?.QualifyingEventReason),
            ["carrier_config.*"] = CompareCarrierConfig,
            ["pcp_details.providers[n].identification_code"] = OfEachProvider(provider => provider.IdentificationCode),
            ["pcp_details.providers[n].identification_code_type"] = OfEachProvider(provider => provider.IdentificationCodeType),
            ["pcp_details.providers[n].entity_identifier_code"] = OfEachProvider(provider => provider.EntityIdentifierCode),
        }.ToFrozenDictionary();

    private static FieldComparison<EnrollmentRecord> Exact(Func<EnrollmentRecord, string?> read) => As(Notation.Exact, read);

    private static FieldComparison<EnrollmentRecord> Words(Func<EnrollmentRecord, string?> read) => As(Notation.Words, read);

    private static FieldComparison<EnrollmentRecord> As(Notation notation, Func<EnrollmentRecord, string?> read) =>
        (key, platform, carrier) => notation.Compare(key, read(platform), read(carrier));

    private static IEnumerable<FieldDifference> ComparePlanId(string key, EnrollmentRecord platform, EnrollmentRecord carrier) =>
        PlanIdentity.HaveIds(platform, carrier)
            ? Notation.Exact.Compare(key, PlainText.Of(platform.PlanId), PlainText.Of(carrier.PlanId))
            : [];

    private static IEnumerable<FieldDifference> ComparePlanName(string key, EnrollmentRecord platform, EnrollmentRecord carrier) =>
        PlanIdentity.HaveNames(platform, carrier) && !PlanIdentity.AreSame(platform, carrier)
            ? Notation.Words.Compare(key, platform.PlanName, carrier.PlanName)
            : [];

    // The settings are the carrier's own, so their names are data: each that the platform states is compared.
    private static IEnumerable<FieldDifference> CompareCarrierConfig(string key, EnrollmentRecord platform, EnrollmentRecord carrier) =>
        (platform.CarrierConfig ?? []).OrderBy(setting => setting.Key, StringComparer.Ordinal).SelectMany(setting => Notation.Words.Compare(
            key.Replace("*", setting.Key, StringComparison.Ordinal),
            PlainText.Of(setting.Value) ?? "",
            carrier.CarrierConfig is { } held && held.TryGetPropertyValue(setting.Key, out var value) ? PlainText.Of(value) : null));

    private static FieldComparison<EnrollmentRecord> OfEachProvider(Func<PcpProviderRecord, string?> read) =>
        (key, platform, carrier) =>
        {
            if (platform.PcpDetails is null)
                return [];
            var ours = Providers(platform);
            var theirs = Providers(carrier);
            return Enumerable.Range(0, Math.Max(ours.Count, theirs.Count)).SelectMany(position => Notation.Words.Compare(
                key.Replace("[n]", $"[{position}]", StringComparison.Ordinal),
                // A list is stated as a whole: what is not on it is said not to be.
                ours.ElementAtOrDefault(position) is { } own ? read(own) : "",
                theirs.ElementAtOrDefault(position) is { } other ? read(other) : null));
        };

    // Carriers keep one provider per role, so the role lines the lists up and the order within it decides the rest.
    private static List<PcpProviderRecord> Providers(EnrollmentRecord enrollment) =>
        [.. (enrollment.PcpDetails?.Providers ?? []).OrderBy(provider => provider.EntityIdentifierCode, StringComparer.OrdinalIgnoreCase)];
}
