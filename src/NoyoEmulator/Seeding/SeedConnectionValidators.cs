using FluentValidation;
using NoyoEmulator.Fulfillment;
using NoyoEmulator.Fulfillment.Disconnections;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Seeding;

internal sealed class SeedConnectionValidator : AbstractValidator<SeedConnection>
{
    public SeedConnectionValidator()
    {
        _ = RuleFor(connection => connection.Id).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(connection => connection.CarrierId).IsRequired().Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(connection => connection.Status)
            .Must(status => status is null || EnumName.TryParse<ConnectionStatus>(status, out _))
            .WithMessage($"must be one of: {string.Join(", ", EnumName.All<ConnectionStatus>())}");
        _ = RuleFor(connection => connection.RequestType)
            .Must(type => type is null || EnumName.TryParse<ConnectionRequestType>(type, out _))
            .WithMessage($"must be one of: {string.Join(", ", EnumName.All<ConnectionRequestType>())}");
        _ = RuleFor(connection => connection.DisconnectedOn).IsDate();
    }
}

internal sealed class SeedDisconnectionValidator : AbstractValidator<SeedDisconnection>
{
    public SeedDisconnectionValidator()
    {
        _ = RuleFor(disconnection => disconnection.Id).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(disconnection => disconnection.CarrierId).IsRequired().Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(disconnection => disconnection.Status)
            .Must(status => status is null || EnumName.TryParse<DisconnectionStatus>(status, out _))
            .WithMessage($"must be one of: {string.Join(", ", EnumName.All<DisconnectionStatus>())}");
        _ = RuleFor(disconnection => disconnection.SourceType)
            .Must(source => source is null || EnumName.TryParse<DisconnectionSource>(source, out _))
            .WithMessage($"must be one of: {string.Join(", ", EnumName.All<DisconnectionSource>())}");
        _ = RuleFor(disconnection => disconnection.EffectiveEndDate).IsDate();
        _ = RuleFor(disconnection => disconnection.EffectiveEndDate)
            .Must((disconnection, date) => date is not null || !IsDecided(disconnection.Status))
            .WithMessage("is required once it is decided that there is to be an end");
        _ = RuleFor(disconnection => disconnection.Reason).IsOneOf(DisconnectionReasons.OfAnybody);
        _ = RuleFor(disconnection => disconnection.RejectedReason).IsOneOf(DisconnectionReasons.ToReject);
        _ = RuleFor(disconnection => disconnection.RejectedReason)
            .Must((disconnection, reason) => reason is null || disconnection.Status == EnumName.Of(DisconnectionStatus.Rejected))
            .WithMessage("is for a rejected request");
    }

    private static bool IsDecided(string? status) =>
        status is not null && EnumName.TryParse<DisconnectionStatus>(status, out var parsed)
        && parsed is DisconnectionStatus.Processing or DisconnectionStatus.Completed;
}
