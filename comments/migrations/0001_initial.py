
import django.db.models.deletion
import django.utils.timezone
import newsroom.lib.crypto
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('articles', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Commenter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', newsroom.lib.crypto.SealedTextField(editable=False, verbose_name='address')),
                ('address_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('first_seen_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='first seen')),
            ],
            options={
                'verbose_name': 'commenter',
                'verbose_name_plural': 'commenters',
                'permissions': [('reveal_address', 'Can see the email address of a commenter, with a reason, on the record')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('text', models.TextField(verbose_name='comment')),
                ('html', models.TextField(editable=False)),
                ('state', models.CharField(choices=[('held', 'held'), ('approved', 'approved'), ('rejected', 'rejected'), ('spam', 'spam'), ('removed', 'removed'), ('withdrawn', 'withdrawn')], default='held', max_length=10, verbose_name='state')),
                ('version', models.PositiveIntegerField(default=1)),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('network', models.CharField(blank=True, editable=False, max_length=64)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sent')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='comments.comment')),
                ('root', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='branch', to='comments.comment')),
                ('commenter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='comments.commenter')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'permissions': [('moderate_comment', 'Can approve, reject and remove comments')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(choices=[('held', 'held'), ('approved', 'approved'), ('rejected', 'rejected'), ('spam', 'spam'), ('removed', 'removed'), ('withdrawn', 'withdrawn')], max_length=10, verbose_name='from')),
                ('to_state', models.CharField(choices=[('held', 'held'), ('approved', 'approved'), ('rejected', 'rejected'), ('spam', 'spam'), ('removed', 'removed'), ('withdrawn', 'withdrawn')], max_length=10, verbose_name='to')),
                ('reason', models.CharField(blank=True, choices=[('personal attack', 'personal attack'), ('off topic', 'off topic'), ('spam', 'spam'), ('illegal', 'illegal'), ('unverifiable claim', 'unverifiable claim'), ('duplicate', 'duplicate'), ('other', 'other')], max_length=20, verbose_name='reason')),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='decided')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='comments.comment')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'decision',
                'verbose_name_plural': 'decisions',
                'ordering': ['decided_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('policy', models.CharField(choices=[('held', 'every comment waits for a moderator'), ('closed', 'closed')], default='held', max_length=10, verbose_name='policy')),
                ('approved_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='approved comments')),
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
            ],
            options={
                'verbose_name': 'thread',
                'verbose_name_plural': 'threads',
            },
        ),
        migrations.AddField(
            model_name='comment',
            name='thread',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='comments.thread'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('state', 'held')), fields=['created_at', 'id'], name='comments_in_queue'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('parent', None)), fields=['thread', 'created_at', 'id'], name='comments_that_begin'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('root', None), _negated=True), fields=['root', 'created_at', 'id'], name='comments_in_branch'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['state', '-created_at', '-id'], name='comments_by_state'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.UniqueConstraint(fields=('thread', 'commenter', 'digest'), name='same_comment_is_kept_once'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('parent', None), ('root', None)), models.Q(('parent__isnull', False), ('root__isnull', False)), _connector='OR'), name='reply_has_parent_and_root'),
        ),
    ]
