using Samlet.Functions;

namespace Samlet.Tests.Functions;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData("1.0", "1.0")]
    [InlineData("1e3", "1000.0")]
    [InlineData("1.50", "1.5")]
    [InlineData("0.1", "0.1")]
    [InlineData("1e16", "1e+16")]
    [InlineData("1e15", "1000000000000000.0")]
    [InlineData("123456789012345680.0", "1.2345678901234568e+17")]
    [InlineData("9999999999999998.0", "9999999999999998.0")]
    [InlineData("1e-4", "0.0001")]
    [InlineData("1e-5", "1e-05")]
    [InlineData("0.00012345", "0.00012345")]
    [InlineData("1.5e-7", "1.5e-07")]
    [InlineData("-2.50", "-2.5")]
    [InlineData("1e400", "inf")]
    [InlineData("-1e400", "-inf")]
    [InlineData("100", "100")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("12345678901234567890123", "12345678901234567890123")]
    [InlineData("1E+2", "100.0")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("0.0", "0.0")]
    [InlineData("1234.5678e2", "123456.78")]
    public void A_number_is_spelt_as_Python_spells_it(string literal, string expected) =>
        Assert.Equal(expected, NumberText.OfPython(literal));
}
