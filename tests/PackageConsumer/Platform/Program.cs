var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
app.MapGet("/", () => "a platform");
app.Run();

// For tests that run it within their own process.
public partial class Program;
