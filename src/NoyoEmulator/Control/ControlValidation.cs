using FluentValidation;

namespace NoyoEmulator.Control;

internal static class ControlValidation
{
    public static IServiceCollection AddControlValidation(this IServiceCollection services) => services
        .AddSingleton<EmulatorUptime>()
        .AddSingleton<IValidator<WorldBody>, WorldBodyValidator>()
        .AddSingleton<IValidator<ClockBody>, ClockBodyValidator>()
        .AddSingleton<IValidator<AdvanceBody>, AdvanceBodyValidator>()
        .AddSingleton<IValidator<DrainBody>, DrainBodyValidator>()
        .AddSingleton<IValidator<ReleaseBody>, ReleaseBodyValidator>()
        .AddSingleton<IValidator<SyncBody>, SyncBodyValidator>()
        .AddSingleton<IValidator<JsonObjectBody>, JsonObjectBodyValidator>()
        .AddSingleton<IValidator<VerifyBody>, VerifyBodyValidator>()
        .AddSingleton<IValidator<SecretBody>, SecretBodyValidator>()
        .AddSingleton<IValidator<RecoverBody>, RecoverBodyValidator>()
        .AddSingleton<IValidator<InboxBehaviorBody>, InboxBehaviorBodyValidator>()
        .AddSingleton<IValidator<GauntletBody>, GauntletBodyValidator>();
}
