using FluentValidation;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;

namespace NoyoEmulator.Fulfillment.MemberSnapshots.Validation;

internal static class MemberSnapshotValidation
{
    /// <summary>One validator serves all requests: it keeps nothing.</summary>
    public static IServiceCollection AddMemberSnapshotValidation(this IServiceCollection services) =>
        services.AddSingleton<IValidator<InboundMemberSnapshot>, InboundMemberSnapshotValidator>();
}
