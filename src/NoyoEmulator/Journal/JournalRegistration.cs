using NoyoEmulator.Configuration;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Journal;

internal static class JournalRegistration
{
    extension(World world)
    {
        /// <summary>The latest requests.</summary>
        public RequestJournal Journal => world.Features.Get<RequestJournal>();
    }

    public static IServiceCollection AddJournal(this IServiceCollection services) =>
        services.AddWorldFeature(provider => new RequestJournal(
            provider.GetRequiredService<EmulatorOptions>().JournalCapacity, provider.GetRequiredService<RecordMemory>()));
}
