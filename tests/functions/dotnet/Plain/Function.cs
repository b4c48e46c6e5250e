namespace Plain;

public static class Function
{
    public static async Task<Stream> Handler(Stream payload)
    {
        await Task.Yield();
        return payload;
    }

    public static string Text(string text) => text;

    public static int Types() => AppDomain.CurrentDomain.GetAssemblies().Sum(assembly => assembly.GetTypes().Length);
}
