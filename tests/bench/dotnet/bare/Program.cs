using var payload = File.OpenRead(args[0]);
using var output = Console.OpenStandardOutput();
new Function.Ratings().Handler(payload).CopyTo(output);
