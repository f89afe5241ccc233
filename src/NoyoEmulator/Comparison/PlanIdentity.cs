namespace NoyoEmulator.Comparison;

/// <summary>
/// Whether two enrollments are in one plan. Platforms may name a plan by id or only by name (published), so the ids decide
/// where both sides have one, else the names; where neither can be compared, nothing is known (inferred).
/// </summary>
internal static class PlanIdentity
{
    public static bool HaveIds(EnrollmentRecord platform, EnrollmentRecord carrier) =>
        platform.PlanId is not null && carrier.PlanId is not null;

    public static bool HaveNames(EnrollmentRecord platform, EnrollmentRecord carrier) =>
        !string.IsNullOrWhiteSpace(platform.PlanName) && !string.IsNullOrWhiteSpace(carrier.PlanName);

    public static bool AreSame(EnrollmentRecord platform, EnrollmentRecord carrier) =>
        HaveIds(platform, carrier)
            ? platform.PlanId == carrier.PlanId
            : HaveNames(platform, carrier) && Notation.Words.AreSame(platform.PlanName, carrier.PlanName);
}
