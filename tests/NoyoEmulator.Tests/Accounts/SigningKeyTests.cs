using NoyoEmulator.Accounts;

namespace NoyoEmulator.Tests.Accounts;

public sealed class SigningKeyTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("noyo-signing-key").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_key_survives_a_restart()
    {
        var first = SigningKey.LoadOrCreate(_directory);
        var second = SigningKey.LoadOrCreate(_directory);

        first.Bytes.Length.ShouldBe(32);
        second.Bytes.ToArray().ShouldBe(first.Bytes.ToArray());
        Directory.GetFiles(_directory).Select(Path.GetFileName).ShouldBe(["signing.key"]);
    }

    [Fact]
    public void The_directory_is_created_when_it_is_missing()
    {
        var directory = Path.Combine(_directory, "a", "b");

        SigningKey.LoadOrCreate(directory).Bytes.ToArray().ShouldBe(File.ReadAllBytes(Path.Combine(directory, "signing.key")));
    }

    [Fact]
    public void Only_the_owner_may_read_the_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such file modes.");
        SigningKey.LoadOrCreate(_directory);

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.Combine(_directory, "signing.key"))
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task Processes_that_start_at_once_agree_on_one_key()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => SigningKey.LoadOrCreate(_directory))));

        keys.Select(key => Convert.ToHexString(key.Bytes)).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        Directory.GetFiles(_directory).Length.ShouldBe(1);
    }

    [Fact]
    public void A_file_that_is_no_key_is_refused_by_name()
    {
        var path = Path.Combine(_directory, "signing.key");
        File.WriteAllBytes(path, new byte[5]);

        Should.Throw<InvalidDataException>(() => SigningKey.LoadOrCreate(_directory)).Message.ShouldContain(path);
    }

    [Fact]
    public void Keys_in_memory_differ() =>
        SigningKey.CreateInMemory().Bytes.ToArray().ShouldNotBe(SigningKey.CreateInMemory().Bytes.ToArray());
}
