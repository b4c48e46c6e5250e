namespace Samlet.Tests.Support;

public sealed class MemberBodyTests
{
    [Fact]
    public void Bodies_of_members_are_counted_without_their_braces_and_types_are_not_members()
    {
        var bodies = MemberBody.AllIn("""
            namespace Samlet;

            internal sealed record Outer(int Value)
            {
                private int _value = Value;

                public int First()
                {
                    if (Value > 0)
                    {
                        return 1;
                    }

                    return 2;
                }

                private sealed class Inner
                {
                    public Inner(
                        int value)
                    {
                        Use(value);
                    }

                    public int Choice => Value switch
                    {
                        1 => 2,
                        _ => 3,
                    };
                }
            }
            """.Split('\n'));

        Assert.Equal([new MemberBody(8, 6), new MemberBody(21, 1), new MemberBody(26, 2)], bodies);
    }
}
