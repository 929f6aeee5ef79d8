using ImagingGateway.Storage.Query;

namespace ImagingGateway.Storage.Tests.Query;

public sealed class QuestionsTests
{
    [Fact]
    public void A_question_counts_for_a_second_whichever_way_the_clock_is_put()
    {
        var clock = new SetClock();
        var questions = new Questions(clock);
        Assert.False(questions.AreAsked);
        questions.Note();
        clock.Now += TimeSpan.FromMilliseconds(999);
        Assert.True(questions.AreAsked);
        clock.Now += TimeSpan.FromMilliseconds(1);
        Assert.False(questions.AreAsked);
        questions.Note();
        clock.Now -= TimeSpan.FromHours(1);
        Assert.False(questions.AreAsked);
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
