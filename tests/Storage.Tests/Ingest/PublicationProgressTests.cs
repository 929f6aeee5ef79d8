using ImagingGateway.Storage.Ingest;

namespace ImagingGateway.Storage.Tests.Ingest;

public sealed class PublicationProgressTests
{
    [Fact]
    public void With_nothing_waiting_all_is_published() =>
        Assert.True(new PublicationProgress(0, 0).WhenPublishedAsync().IsCompleted);

    [Fact]
    public void Only_what_was_acknowledged_before_the_question_counts()
    {
        var progress = new PublicationProgress(0, 0);
        progress.Acknowledged(1);
        progress.Acknowledged(2);
        var asked = progress.WhenPublishedAsync();
        progress.Acknowledged(3);
        progress.Published(1);
        Assert.False(asked.IsCompleted);
        progress.Published(2);
        Assert.True(asked.IsCompleted);
        Assert.False(progress.WhenPublishedAsync().IsCompleted);
    }

    [Fact]
    public void What_waits_from_before_the_start_counts()
    {
        var progress = new PublicationProgress(2, 10);
        var asked = progress.WhenPublishedAsync();
        progress.Acknowledged(11);
        progress.Published(11);
        progress.Published(9);
        Assert.False(asked.IsCompleted);
        progress.Published(10);
        Assert.True(asked.IsCompleted);
    }

    [Fact]
    public void Any_order_of_publication_answers_every_question_once_its_instances_are_out()
    {
        var random = new Random(7);
        var progress = new PublicationProgress(0, 0);
        var outstanding = new List<long>();
        var questions = new List<(Task Answer, long[] Before)>();
        for (var id = 1L; id <= 500; id++)
        {
            progress.Acknowledged(id);
            outstanding.Add(id);
            if (random.Next(5) == 0)
                questions.Add((progress.WhenPublishedAsync(), [.. outstanding]));
            while (outstanding.Count > 0 && random.Next(3) > 0)
            {
                var index = random.Next(outstanding.Count);
                progress.Published(outstanding[index]);
                outstanding.RemoveAt(index);
            }

            foreach (var (answer, before) in questions)
            {
                if (before.Intersect(outstanding).Any())
                    Assert.False(answer.IsCompleted);
            }
        }

        outstanding.ForEach(progress.Published);
        Assert.All(questions, question => Assert.True(question.Answer.IsCompleted));
        Assert.True(progress.WhenPublishedAsync().IsCompleted);
    }
}
