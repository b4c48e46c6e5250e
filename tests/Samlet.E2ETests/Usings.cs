global using Samlet.E2ETests.Support;
global using Samlet.Tests.Support;
global using Xunit;
