using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Scaffolding;
using Microsoft.Extensions.DependencyInjection;
using NoyoEmulator.Persistence;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Persistence;

/// <summary>EF's model as code, written by EF's own design-time services, so that no start has to build it.</summary>
public sealed partial class CompiledModelTests
{
    /// <summary>Set by <c>scripts/update-compiled-model</c>: the code is written instead of compared.</summary>
    private const string UpdateVariable = "UPDATE_COMPILED_MODEL";

    private static readonly string Folder = Path.Combine(Repository.Root, "src", "NoyoEmulator", "Persistence", "CompiledModel");

    [Fact]
    public void The_compiled_model_is_that_of_the_entities()
    {
        using var db = Context();
        if (Environment.GetEnvironmentVariable(UpdateVariable) is { Length: > 0 })
        {
            Write(db, Folder);
            return;
        }

        var written = Directory.CreateTempSubdirectory();
        try
        {
            Write(db, written.FullName);

            var (expected, actual) = (Read(written.FullName), Read(Folder));
            var stale = expected.Keys.Union(actual.Keys).Where(name => expected.GetValueOrDefault(name) != actual.GetValueOrDefault(name));
            stale.Order(StringComparer.Ordinal).ShouldBeEmpty("The model changed: run scripts/update-compiled-model.");
        }
        finally
        {
            written.Delete(recursive: true);
        }
    }

    [Fact]
    public void Contexts_use_the_compiled_model()
    {
        using var db = Context();

        db.Model.GetType().Namespace.ShouldBe("NoyoEmulator.Persistence.CompiledModel");
    }

    private static EmulatorDbContext Context() => new(new DbContextOptionsBuilder<EmulatorDbContext>().UseSqlite("Data Source=:memory:").Options);

    private static Dictionary<string, string> Read(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder).ToDictionary(file => Path.GetFileName(file)!, File.ReadAllText, StringComparer.Ordinal)
        : [];

    private static void Write(EmulatorDbContext db, string folder)
    {
        using var services = DesignTimeServices(db);
        _ = services.GetRequiredService<ICompiledModelScaffolder>().ScaffoldModel(db.GetService<IDesignTimeModel>().Model, folder, new CompiledModelCodeGenerationOptions
        {
            ContextType = typeof(EmulatorDbContext),
            ModelNamespace = "NoyoEmulator.Persistence.CompiledModel",
            Language = "C#",
            UseNullableReferenceTypes = true,
        });
        foreach (var file in Directory.EnumerateFiles(folder))
            File.WriteAllText(file, ModelIdPattern().Replace(File.ReadAllText(file), "modelId: new Guid(\"1b3c2fd8-0f4e-4f7a-9d0a-6d3f1b0a7c55\")"));
    }

    private static ServiceProvider DesignTimeServices(EmulatorDbContext db)
    {
        var services = new ServiceCollection().AddEntityFrameworkDesignTimeServices();
        var provider = Assembly.Load(db.Database.ProviderName!).GetCustomAttribute<DesignTimeProviderServicesAttribute>()!;
        var type = Type.GetType($"{provider.TypeName}, {db.Database.ProviderName}", throwOnError: true)!;
        ((IDesignTimeServices)Activator.CreateInstance(type)!).ConfigureDesignTimeServices(services);
        return services.AddDbContextDesignTimeServices(db).BuildServiceProvider();
    }

    // The only thing in it that is drawn anew each time.
    [GeneratedRegex("""modelId: new Guid\("[^"]*"\)""", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ModelIdPattern();
}
