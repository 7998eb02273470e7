using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dns;

namespace TrafficClassifier.Tests.Wire.Dns;

public sealed class RandomDnsMessageTests
{
    private const int Messages = 3000;

    [Fact]
    public void A_generated_message_is_read_as_it_was_meant()
    {
        for (var seed = 0; seed < Messages; seed++)
        {
            var expected = new RandomDnsMessage(seed);
            Assert.True(DnsMessage.TryRead(expected.Bytes, out var message) == DecodeStatus.Ok, $"seed {seed}: {Hex.Text(expected.Bytes)}");
            Assert.Equal(expected.Id, message.Id);
            Assert.Equal(expected.Flags >> 15 != 0, message.IsResponse);
            Assert.Equal((expected.Flags >> 11) & 15, message.Opcode);
            Assert.Equal((expected.Flags & 0x0200) != 0, message.IsTruncatedByServer);
            Assert.Equal(expected.Flags & 15, message.ResponseCode);
            var questions = new List<string>();
            foreach (var question in message.Questions)
            {
                questions.Add(question.ToString());
            }
            Assert.Equal(expected.Questions, questions);
            var records = new List<string>();
            foreach (var record in message.Records)
            {
                records.Add(record.ToString());
            }
            Assert.Equal(expected.Records, records);
        }
    }
}
